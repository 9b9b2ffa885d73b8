package io.drover.scheduler.store;

/**
 * A secret as stored, without its value.
 *
 * @param version the newest version's number, from 1
 */
public record SecretRow(Kept kept, int version) {
    static SecretRow read(RowReader row) {
        return new SecretRow(Kept.read(row), row.integer("version"));
    }
}
