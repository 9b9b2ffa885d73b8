package io.drover.cli.view;

import io.drover.cli.api.Resource;
import java.util.List;

/**
 * What lists leave out unless asked for everything: what is stopped or on its way out (spec: identity, catalog, portal,
 * cli, 8.1). The question to the server narrows by state; states are computed there, so the answer is looked at again.
 */
public final class ListFilter {
    private static final String ALL = "limit=-2";
    private static final String PRESENT = ALL + "&removed_null=1&state_ne=inactive&state_ne=stopped&state_ne=removing";

    private ListFilter() {}

    public static String query(boolean all) {
        return all ? ALL + "&all=true" : PRESENT;
    }

    public static List<Resource> apply(List<Resource> resources, boolean all) {
        return all ? resources : resources.stream().filter(ListFilter::isShown).toList();
    }

    private static boolean isShown(Resource resource) {
        return switch (resource.state()) {
            case "inactive", "stopped", "removing", "removed", "purging", "purged" -> false;
            default -> !resource.flag("system");
        };
    }
}
