package io.drover.api.web;

import io.drover.api.resource.ResourceHandler;
import io.drover.api.security.RoutePolicy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.context.ApplicationContext;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.resource.ResourceWebHandler;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;

/**
 * Walks every route of a running service and every type, and names what no policy row covers. Each service calls it in a test
 * and expects nothing:
 *
 * <pre>{@code assertThat(PolicyAudit.uncovered(context)).isEmpty();}</pre>
 *
 * <p>Covered are: the resource API, {@code /internal/**} and {@code /actuator/**} (they have security chains of their own),
 * routes that a {@link RoutePolicy} names. Static files are refused by the last chain.
 */
public final class PolicyAudit {
    /** A route of the context. */
    public record Route(String method, String pattern) {}

    static final String ANY = "any method";

    private PolicyAudit() {}

    /** A sentence for each gap. */
    public static List<String> uncovered(ApplicationContext context) {
        List<RoutePolicy> rows =
                context.getBeanProvider(RoutePolicy.class).stream().toList();
        List<String> gaps = new ArrayList<>();
        for (Route route : routes(context)) {
            if (!isCovered(route, rows)) {
                gaps.add("the route " + route.method() + " " + route.pattern()
                        + " has no policy: add a RoutePolicy bean that says which roles may call it");
            }
        }
        context.getBeanProvider(ResourceHandler.class).stream()
                .map(ResourceHandler::type)
                .filter(type -> type.access().verbs().isEmpty())
                .forEach(type -> gaps.add("the type '" + type.name() + "' has no policy row: nobody may use it"));
        return gaps;
    }

    /** All routes but the resource API's own, to try each of them without a credential. */
    public static Set<Route> routes(ApplicationContext context) {
        Set<Route> routes = new LinkedHashSet<>();
        context.getBeanProvider(RequestMappingInfoHandlerMapping.class).stream()
                .forEach(mapping -> mapping.getHandlerMethods().keySet().forEach(info -> add(routes, info)));
        context.getBeanProvider(AbstractUrlHandlerMapping.class).stream()
                .forEach(mapping -> mapping.getHandlerMap().forEach((pattern, handler) -> {
                    if (!(handler instanceof ResourceWebHandler)) {
                        routes.add(new Route(ANY, pattern.getPatternString()));
                    }
                }));
        context.getBeanProvider(RouterFunction.class).stream()
                .forEach(function -> function.accept(new RouteVisitHandler(routes)));
        return routes;
    }

    private static void add(Set<Route> routes, RequestMappingInfo info) {
        Set<String> methods = new LinkedHashSet<>();
        info.getMethodsCondition().getMethods().forEach(method -> methods.add(method.name()));
        if (methods.isEmpty()) {
            methods.add(ANY);
        }
        info.getPatternsCondition()
                .getPatterns()
                .forEach(pattern ->
                        methods.forEach(method -> routes.add(new Route(method, pattern.getPatternString()))));
    }

    private static boolean isCovered(Route route, List<RoutePolicy> rows) {
        String pattern = route.pattern();
        if (pattern.startsWith("/internal/") || pattern.equals("/actuator") || pattern.startsWith("/actuator/")) {
            return true;
        }
        return rows.stream()
                .anyMatch(row -> row.pattern().equals(pattern) && row.method().equals(route.method()));
    }
}
