package io.drover.api.web;

import io.drover.api.schema.TypeNames;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a service of the suite can be asked about its types by another one, which has no caller and so no schemas. */
@RestController
final class TypeNamesController {
    private final TypeNames names;

    TypeNamesController(TypeNames names) {
        this.names = names;
    }

    @GetMapping("/internal/types")
    TypeNames types() {
        return names;
    }
}
