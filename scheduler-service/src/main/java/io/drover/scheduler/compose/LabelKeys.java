package io.drover.scheduler.compose;

import io.drover.model.Labels;
import io.drover.scheduler.compose.yaml.YamlValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Labels of a service, which are the labels of its containers; those of the reference that nothing acts on are named. */
final class LabelKeys {
    private static final List<String> HONOURED = List.of(
            Labels.SIDEKICKS,
            Labels.GLOBAL,
            Labels.START_ONCE,
            Labels.PULL_IMAGE,
            Labels.HOSTNAME_OVERRIDE,
            Labels.DISPLAY_NAME);
    private static final String REFERENCE = "io.rancher.";

    private LabelKeys() {}

    static void labels(YamlValue value, Scope scope, ServiceDraft draft) {
        Map<String, String> labels = Values.textMap(value, scope);
        if (labels != null) {
            draft.labels().putAll(labels);
            labels.keySet().stream()
                    .filter(LabelKeys::isNotActedOn)
                    .forEach(name -> scope.at(name).warn("kept as a label, but not acted on yet"));
        }
    }

    private static boolean isNotActedOn(String label) {
        String name = label.toLowerCase(Locale.ROOT);
        return name.startsWith(REFERENCE) && !name.startsWith(Labels.AFFINITY) && !HONOURED.contains(name);
    }
}
