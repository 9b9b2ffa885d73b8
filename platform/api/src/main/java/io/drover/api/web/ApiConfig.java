package io.drover.api.web;

import io.drover.api.audit.AuditConfig;
import io.drover.api.audit.AuditTrail;
import io.drover.api.request.ApiPath;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.schema.TypeNames;
import io.drover.api.security.ApiSecurityConfig;
import io.drover.api.security.RoutePolicy;
import io.drover.runtime.Ids;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.PathContainer;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import tools.jackson.databind.json.JsonMapper;

/**
 * The resource API of a service. The service imports this class, has a {@link ResourceHandler} bean per type and the beans of
 * {@code TimeConfig}; it may have {@link EmbeddedTypes} and {@link RoutePolicy} beans.
 */
@Configuration(proxyBeanMethods = false)
@Import({ApiSecurityConfig.class, AuditConfig.class, LongRequestConfig.class})
public class ApiConfig {
    @Bean
    ServedTypes servedTypes(ObjectProvider<ResourceHandler> handlers, ObjectProvider<EmbeddedTypes> embedded) {
        return new ServedTypes(
                handlers.orderedStream().toList(),
                embedded.orderedStream().reduce(EmbeddedTypes.checked(List.of()), EmbeddedTypes::and));
    }

    @Bean
    TypeNames typeNames(ServedTypes types) {
        return types.names();
    }

    @Bean
    TypeNamesController typeNamesController(TypeNames names) {
        return new TypeNamesController(names);
    }

    @Bean
    ResourceViewHandler resourceViews(ServedTypes types) {
        return new ResourceViewHandler(types);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    RouterFunction<ServerResponse> resourceApi(
            ServedTypes types, ObjectProvider<RoutePolicy> others, AuditTrail trail, Clock clock) {
        ResourceApiHandler handler = new ResourceApiHandler(
                new ResourceCallHandler(types),
                new AuditCallHandler(types, trail, clock),
                JsonMapper.builder().build(),
                clock);
        return RouterFunctions.route(new ApiRequests(others.stream().toList()), handler::handle);
    }

    /** Before the framework's own, which knows other bodies. */
    @Bean
    @Order(-2)
    ApiErrorHandler apiErrorHandler(Ids ids) {
        return new ApiErrorHandler(JsonMapper.builder().build(), ids);
    }

    /** Everything below the API's versions but the routes that have a policy row of their own. */
    static final class ApiRequests implements RequestPredicate {
        private final List<Row> others;

        private record Row(String method, PathPattern pattern) {}

        ApiRequests(List<RoutePolicy> others) {
            this.others = others.stream()
                    .map(row -> new Row(row.method(), PathPatternParser.defaultInstance.parse(row.pattern())))
                    .toList();
        }

        @Override
        public boolean test(ServerRequest request) {
            return ApiPath.isApi(request.path())
                    && others.stream()
                            .noneMatch(row -> matches(row, request.method().name(), request.path()));
        }

        private static boolean matches(Row row, String method, String path) {
            return row.method().equals(method) && row.pattern().matches(PathContainer.parsePath(path));
        }

        @Override
        public String toString() {
            return "the resource API";
        }
    }
}
