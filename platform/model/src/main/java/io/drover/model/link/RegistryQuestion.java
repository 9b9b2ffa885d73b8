package io.drover.model.link;

/**
 * An agent asks how it may pull an image.
 *
 * @param image as in its {@link ContainerSpec}
 */
public record RegistryQuestion(String image) {}
