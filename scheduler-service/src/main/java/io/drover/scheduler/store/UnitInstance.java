package io.drover.scheduler.store;

import io.drover.model.HostId;
import io.drover.model.InstanceId;
import io.drover.model.link.ObservedInstance;
import io.drover.scheduler.reconcile.InstanceView;

/**
 * One instance of a service as its loop sees it.
 *
 * @param unit uuid of its unit
 * @param slot the number in its name
 */
record UnitInstance(String unit, int slot, InstanceView view) {
    static UnitInstance read(RowReader row) {
        return new UnitInstance(
                row.text("unit_uuid"),
                row.integer("slot"),
                new InstanceView(
                        new InstanceId(row.number("id")),
                        row.text("uuid"),
                        row.text("name"),
                        row.text("launch_config"),
                        row.number("revision"),
                        row.number("create_index"),
                        new HostId(row.number("host_id")),
                        new InstanceView.Desired(
                                InstanceRow.target(row), InstanceRow.startGeneration(row), row.instant("target_since")),
                        row.textOrNull("o_state") == null
                                ? null
                                : new InstanceView.Observation(
                                        row.word("o_state", ObservedInstance.State.class),
                                        row.number("o_start_generation"),
                                        row.number("o_starts"),
                                        row.integerOrNull("o_exit_code"),
                                        row.textOrNull("o_message"))));
    }
}
