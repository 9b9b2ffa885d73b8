package io.drover.agent.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sums the progress of an image's layers. Sizes are only known for layers that have begun, so the number is held back from
 * falling.
 */
final class PullCallback extends ResultCallback.Adapter<PullResponseItem> {
    private final IntConsumer progress;
    private final Map<String, Layer> layers = new HashMap<>();
    private int reported;
    private volatile @Nullable String problem;

    PullCallback(IntConsumer progress) {
        this.progress = progress;
    }

    private record Layer(long done, long size) {}

    /** What the engine said when the pull failed; null if it did not. */
    @Nullable
    String problem() {
        return problem;
    }

    @Override
    public void onNext(PullResponseItem item) {
        if (item.getErrorDetail() != null) {
            problem = item.getErrorDetail().getMessage();
        }
        ResponseItem.ProgressDetail detail = item.getProgressDetail();
        if (item.getId() == null || detail == null || detail.getTotal() == null || detail.getCurrent() == null) {
            return;
        }
        if ("Downloading".equals(item.getStatus())) {
            layers.put(item.getId(), new Layer(detail.getCurrent(), detail.getTotal()));
            report();
        }
    }

    private void report() {
        long size = layers.values().stream().mapToLong(Layer::size).sum();
        long done = layers.values().stream().mapToLong(Layer::done).sum();
        int percent = size == 0 ? 0 : (int) Math.min(99, done * 100 / size);
        if (percent > reported) {
            reported = percent;
            progress.accept(percent);
        }
    }
}
