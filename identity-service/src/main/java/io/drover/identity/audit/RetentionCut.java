package io.drover.identity.audit;

import java.time.Instant;
import java.util.List;

/**
 * How many rows may go. Only a beginning of the chain can be removed, so that the rest still verifies:
 *
 * <ol>
 *   <li>rows above the limit go, whatever their age;
 *   <li>behind them rows older than the retention go, up to the first that is not: an old row behind a young one stays until
 *       the young one is old, too.
 * </ol>
 */
public final class RetentionCut {
    private RetentionCut() {}

    /**
     * @param created of the oldest rows, in the chain's order
     * @param before older ones may go
     * @param excess rows above the limit; 0 or less: none
     */
    public static int of(List<Instant> created, Instant before, long excess) {
        int cut = (int) Math.max(0, Math.min(excess, created.size()));
        while (cut < created.size() && created.get(cut).isBefore(before)) {
            cut++;
        }
        return cut;
    }
}
