package io.drover.scheduler.api.secret;

import io.drover.model.HostId;
import io.drover.model.link.RegistryAccess;
import io.drover.model.link.RegistryQuestion;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What websocket-proxy asks for an agent that is about to pull. Guarded by the suite's secret, never routed by the gateway. */
@RestController
public final class InternalRegistryController {
    private final RegistryAccessHandler access;

    public InternalRegistryController(RegistryAccessHandler access) {
        this.access = access;
    }

    @PostMapping("/internal/hosts/{host}/registry")
    Mono<RegistryAccess> registry(@PathVariable long host, @RequestBody RegistryQuestion question) {
        return access.access(new HostId(host), question.image());
    }
}
