package io.drover.cli.waiting;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.cli.api.Resource;
import io.drover.cli.api.Transitioning;
import io.drover.cli.terminal.ProgressLine;
import io.drover.cli.view.ServiceTable;
import io.drover.cli.view.StateText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A stack, its services and their containers at one moment: what is waited for, and what is shown meanwhile. Pure. */
public record StackView(String stackId, List<Resource> known) {
    public StackView {
        known = List.copyOf(known);
    }

    public static StackView of(String stackId, Collection<Resource> known) {
        return new StackView(stackId, List.copyOf(known));
    }

    /** Whether a changed resource belongs here. */
    public static boolean isPart(String stackId, Resource resource) {
        return resource.id().equals(stackId) || resource.text("stackId").equals(stackId);
    }

    public List<Resource> services() {
        return known.stream()
                .filter(resource ->
                        resource.isService() && resource.text("stackId").equals(stackId))
                .filter(service -> !service.isRemoved())
                .sorted(Comparator.comparing(Resource::name))
                .toList();
    }

    public List<Awaited> awaited() {
        List<Awaited> awaited = new ArrayList<>();
        known.stream()
                .filter(resource -> resource.id().equals(stackId))
                .forEach(stack -> awaited.add(new Awaited("stack " + stack.name(), stack, new Goal.Deployed())));
        services()
                .forEach(service -> awaited.add(new Awaited("service " + service.name(), service, new Goal.Healthy())));
        return awaited;
    }

    public List<ProgressLine> progress() {
        return services().stream().map(this::line).toList();
    }

    private ProgressLine line(Resource service) {
        Optional<Resource> container = busiest(service);
        String scale = ServiceTable.scale(service);
        String message = StateText.detail(service);
        String percent = "";
        if (service.transitioning() == Transitioning.YES) {
            String own = service.transitioningMessage();
            String ofContainer = container
                    .map(one -> one.name() + ": " + one.transitioningMessage())
                    .orElse("");
            message = ofContainer.isEmpty() ? own : ofContainer;
            percent = container.map(StateText::percent).orElse(StateText.percent(service));
        }
        String detail = scale.isEmpty() ? message : message.isEmpty() ? scale : scale + ", " + message;
        return new ProgressLine(service.name(), StateText.word(service), StateText.colour(service), detail, percent);
    }

    /** The container with most to say: one with an error, else the first by name that says what it is doing. */
    private Optional<Resource> busiest(Resource service) {
        return known.stream()
                .filter(resource -> belongsTo(resource, service))
                .filter(container -> container.transitioning() != Transitioning.NO
                        && !container.transitioningMessage().isEmpty())
                .min(Comparator.<Resource, Boolean>comparing(one -> one.transitioning() != Transitioning.ERROR)
                        .thenComparing(Resource::name));
    }

    private static boolean belongsTo(Resource container, Resource service) {
        if (container.text("serviceId").equals(service.id())) {
            return true;
        }
        for (JsonNode id : container.json().path("serviceIds")) {
            if (id.asText("").equals(service.id())) {
                return true;
            }
        }
        return false;
    }
}
