package io.drover.api.web;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Reads method and path out of functional routes; one that says neither is a gap of its own. */
final class RouteVisitHandler implements RouterFunctions.Visitor {
    private final Set<PolicyAudit.Route> routes;
    private final List<RequestPredicate> outer = new ArrayList<>();

    RouteVisitHandler(Set<PolicyAudit.Route> routes) {
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
        routes.add(new PolicyAudit.Route(PolicyAudit.ANY, "files of a router function"));
    }

    @Override
    public void attributes(Map<String, Object> attributes) {}

    @Override
    public void unknown(RouterFunction<?> function) {
        routes.add(new PolicyAudit.Route(PolicyAudit.ANY, function.toString()));
    }

    private static final class PathCollector implements RequestPredicates.Visitor {
        private final Set<String> methods = new LinkedHashSet<>();
        private final StringBuilder path = new StringBuilder();

        void addTo(Set<PolicyAudit.Route> routes) {
            String pattern = path.isEmpty() ? "any path" : path.toString();
            if (methods.isEmpty()) {
                methods.add(PolicyAudit.ANY);
            }
            methods.forEach(method -> routes.add(new PolicyAudit.Route(method, pattern)));
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
