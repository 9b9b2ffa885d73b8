package io.drover.api.web;

import io.drover.api.resource.ResourceHandler;
import io.drover.api.security.RoutePolicy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.resource.ResourceWebHandler;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import reactor.core.publisher.Mono;

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

    private static final String ANY = "any method";

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
                .forEach(function -> function.accept(new RouteCollector(routes)));
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

    /** Reads method and path out of functional routes; one that says neither is a gap of its own. */
    private static final class RouteCollector implements RouterFunctions.Visitor {
        private final Set<Route> routes;
        private final List<RequestPredicate> outer = new ArrayList<>();

        RouteCollector(Set<Route> routes) {
            this.routes = routes;
        }

        @Override
        public void startNested(RequestPredicate predicate) {
            outer.add(predicate);
        }

        @Override
        public void endNested(RequestPredicate predicate) {
            outer.removeLast();
        }

        @Override
        public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
            if (predicate instanceof ApiConfig.ApiRequests) {
                return;
            }
            PathCollector collector = new PathCollector();
            outer.forEach(one -> one.accept(collector));
            predicate.accept(collector);
            collector.addTo(routes);
        }

        @Override
        public void resources(Function<ServerRequest, Mono<Resource>> lookup) {
            routes.add(new Route(ANY, "files of a router function"));
        }

        @Override
        public void attributes(java.util.Map<String, Object> attributes) {}

        @Override
        public void unknown(RouterFunction<?> function) {
            routes.add(new Route(ANY, function.toString()));
        }
    }

    private static final class PathCollector implements RequestPredicates.Visitor {
        private final Set<String> methods = new LinkedHashSet<>();
        private final StringBuilder path = new StringBuilder();

        void addTo(Set<Route> routes) {
            String pattern = path.isEmpty() ? "any path" : path.toString();
            if (methods.isEmpty()) {
                methods.add(ANY);
            }
            methods.forEach(method -> routes.add(new Route(method, pattern)));
        }

        @Override
        public void method(Set<HttpMethod> some) {
            some.forEach(method -> methods.add(method.name()));
        }

        @Override
        public void path(String pattern) {
            path.append(pattern);
        }

        @Override
        public void header(String name, String value) {}

        @Override
        public void queryParam(String name, String value) {}

        @Override
        @Deprecated
        @SuppressWarnings({"deprecation", "removal"}) // the interface still demands it
        public void pathExtension(String extension) {}

        @Override
        public void version(String version) {}

        @Override
        public void startAnd() {}

        @Override
        public void and() {}

        @Override
        public void endAnd() {}

        @Override
        public void startOr() {}

        @Override
        public void or() {}

        @Override
        public void endOr() {}

        @Override
        public void startNegate() {}

        @Override
        public void endNegate() {}

        @Override
        public void unknown(RequestPredicate predicate) {}
    }
}
