-- What every service's schema holds for the platform: the change feed, leases, the name of the database.

CREATE TABLE change_log (
    revision       BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
    resource_type  VARCHAR(32) NOT NULL,
    resource_id    BIGINT      NOT NULL,
    environment_id BIGINT      NULL,
    kind           VARCHAR(16) NOT NULL,
    host_id        BIGINT      NULL,
    created        DATETIME(3) NOT NULL,
    KEY change_log_created (created)
) DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE lease (
    name       VARCHAR(64)  NOT NULL PRIMARY KEY,
    holder     VARCHAR(128) NOT NULL,
    epoch      BIGINT       NOT NULL,
    expires_at DATETIME(3)  NOT NULL
) DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE generation (
    id      VARCHAR(36) NOT NULL PRIMARY KEY,
    created DATETIME(3) NOT NULL
) DEFAULT CHARACTER SET utf8mb4;

INSERT INTO generation (id, created) VALUES (UUID(), UTC_TIMESTAMP(3));
