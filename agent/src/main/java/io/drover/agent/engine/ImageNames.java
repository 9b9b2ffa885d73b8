package io.drover.agent.engine;

/** What the engine means by an image's name. */
final class ImageNames {
    private ImageNames() {}

    /** A name without tag or digest means {@code latest}; asked for as it is, the engine would pull every tag. */
    static String withTag(String image) {
        int lastSlash = image.lastIndexOf('/');
        return image.contains("@") || image.indexOf(':', lastSlash + 1) >= 0 ? image : image + ":latest";
    }
}
