package io.drover.identity.api.setting;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.setting.SettingLine;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsLoopTest {
    @Test
    void aFollowerHearsAllOfThemFirstAndThenWhatChanged() {
        assertThat(SettingsLoop.lines(null, Map.of("b", "2", "a", "1")))
                .containsExactly(new SettingLine("a", "1"), new SettingLine("b", "2"), SettingLine.ALIVE);
        assertThat(SettingsLoop.lines(Map.of("a", "1", "b", "2", "c", "3"), Map.of("a", "1", "b", "9", "d", "4")))
                .containsExactly(new SettingLine("b", "9"), new SettingLine("d", "4"), new SettingLine("c", null));
        assertThat(SettingsLoop.lines(Map.of("a", "1"), Map.of("a", "1"))).isEmpty();
    }
}
