package io.drover.model.link;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent sees of one of Drover's containers.
 *
 * @param id number of the instance; 0 if the label is missing and only the uuid tells
 * @param uuid identity of the instance
 * @param state what is
 * @param externalId the engine's id; null while there is no container
 * @param startGeneration the start generation the present start answers to
 * @param starts how often the agent started it: observations of a lower number never overwrite those of a higher one
 * @param address the container's first address
 * @param ports published ports as the engine bound them
 * @param exitCode of the last exit; null if it never exited
 * @param startedAtMillis epoch milliseconds of the last start; 0 if never
 * @param finishedAtMillis epoch milliseconds of the last exit; 0 if never
 * @param progress 0 to 100 while an image is pulled, else null
 * @param message one sentence for people: what it waits for, or why it failed and what happens next; null when all is well
 * @param nextTryAtMillis when a failed step is tried again; 0 if nothing is scheduled
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ObservedInstance(
        long id,
        String uuid,
        State state,
        @Nullable String externalId,
        long startGeneration,
        long starts,
        @Nullable String address,
        List<ContainerSpec.Port> ports,
        @Nullable Integer exitCode,
        long startedAtMillis,
        long finishedAtMillis,
        @Nullable Integer progress,
        @Nullable String message,
        long nextTryAtMillis) {
    public ObservedInstance {
        ports = ports == null ? List.of() : List.copyOf(ports);
    }

    public enum State {
        /** Nothing done yet. */
        PENDING,
        PULLING,
        CREATING,
        /** Created, never started. */
        CREATED,
        STARTING,
        RUNNING,
        /** Exited; the agent will start it again if it is to be kept running. */
        EXITED,
        STOPPING,
        /** Stopped because that is desired. */
        STOPPED,
        REMOVING,
        /** Gone from the engine as desired. */
        REMOVED,
        /** A step failed; {@code message} says why, {@code nextTryAtMillis} when it is tried again. */
        FAILED
    }
}
