package io.drover.cli.lookup;

/**
 * Something a name might mean.
 *
 * @param name its own name; a host's may be its host name
 * @param stack name of the stack it belongs to, empty when unknown or in none
 * @param engineId a container's id in its engine, otherwise empty
 */
public record Candidate(Kind kind, String id, String name, String stack, String engineId) {
    String described() {
        String qualified = stack.isEmpty() || kind == Kind.CONTAINER ? name : stack + "/" + name;
        return kind.word() + " " + qualified + " (" + id + ")";
    }
}
