package io.drover.scheduler.compose;

import io.drover.scheduler.compose.finding.Findings;
import io.drover.scheduler.compose.finding.Paths;
import io.drover.scheduler.compose.yaml.YamlValue;
import java.util.Map;

/**
 * Where in the files a reader is, and what it may ask there.
 *
 * @param variables the stack's variables, for environment keys without a value
 * @param volumes the volumes of the stack
 */
record Scope(String path, Findings findings, Map<String, String> variables, StackVolumes volumes) {
    Scope at(String key) {
        return new Scope(Paths.join(path, key), findings, variables, volumes);
    }

    Scope at(int position) {
        return new Scope(path + "[" + position + "]", findings, variables, volumes);
    }

    /** The value cannot be read here. */
    void refuse(YamlValue value, String message) {
        findings.problem(value.at(), path, Paths.shown(value, path) + ": " + message);
    }

    /** This path is not honoured; {@code why} completes the sentence. */
    void warn(String why) {
        findings.warning(path, why);
    }
}
