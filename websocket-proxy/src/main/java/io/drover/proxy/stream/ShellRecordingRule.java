package io.drover.proxy.stream;

import io.drover.runtime.call.PartUnavailable;
import io.drover.runtime.setting.LiveSettings;
import io.drover.runtime.setting.SettingName;

/**
 * What of a shell is recorded, as the installation wants it when the shell begins.
 *
 * @param mostBytes a recorded shell ends when it has shown, and if that is recorded typed, so many
 */
record ShellRecordingRule(boolean shown, boolean typed, long mostBytes) {
    private static final long MOST_BYTES = 1 << 20;

    /** @throws PartUnavailable the settings are not known yet: a shell that had to be recorded would not be */
    static ShellRecordingRule of(LiveSettings settings) {
        settings.requireKnown();
        String wanted = settings.text(SettingName.SHELL_RECORDING, SettingName.SHELL_RECORDING_OFF);
        return new ShellRecordingRule(
                !wanted.equals(SettingName.SHELL_RECORDING_OFF),
                wanted.equals(SettingName.SHELL_RECORDING_ALL),
                settings.number(SettingName.SHELL_RECORDING_MOST, MOST_BYTES));
    }
}
