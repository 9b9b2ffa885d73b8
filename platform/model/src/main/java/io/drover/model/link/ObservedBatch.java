package io.drover.model.link;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent saw, in the order it saw it.
 *
 * @param sequence grows by one with every batch of one link
 * @param full true: this is everything on the host, what is not named is not there; the first batch of every link is full
 * @param known the document the agent works by when it reports
 * @param frozen why the agent refuses to obey the server's document, e.g. another generation; null when it obeys
 * @param instances containers of Drover's
 * @param natives containers other people started with the plain Docker CLI
 * @param gone engine ids of native containers that vanished (only when not full)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ObservedBatch(
        long sequence,
        boolean full,
        DocumentVersion known,
        @Nullable String frozen,
        List<ObservedInstance> instances,
        List<NativeContainer> natives,
        List<String> gone) {
    public ObservedBatch {
        instances = List.copyOf(instances);
        natives = List.copyOf(natives);
        gone = List.copyOf(gone);
    }
}
