package io.drover.identity;

import io.drover.identity.api.PasswordHandler;
import io.drover.identity.api.internal.SignInRecordHandler;
import io.drover.identity.api.setting.SettingController;
import io.drover.identity.api.setting.SettingHandler;
import io.drover.identity.api.setting.SettingReadHandler;
import io.drover.identity.api.setting.SettingTypes;
import io.drover.identity.api.setting.SettingsLoop;
import io.drover.identity.secret.PasswordClient;
import io.drover.identity.secret.PasswordRuleClient;
import io.drover.identity.setting.KnownSettings;
import io.drover.identity.setting.SettingSources;
import io.drover.identity.setting.SettingsFile;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.DirectoryStore;
import io.drover.identity.store.SettingStore;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.feed.ChangeStream;
import io.drover.runtime.loop.LoopRuntime;
import io.drover.runtime.setting.LiveSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** The settings users know. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SettingProperties.class)
class IdentitySettingConfig {
    private static final long START_PATIENCE_SECONDS = 60;

    @Bean
    SettingStore settingStore(DatabaseClient database) {
        return new SettingStore(database);
    }

    /** The service's own properties are what is packaged, so that older configurations keep their meaning. */
    @Bean
    KnownSettings knownSettings(IdentityProperties properties) {
        return new KnownSettings(Map.of(
                KnownSettings.AGENT_IMAGE, properties.agentImage(),
                KnownSettings.AUDIT_RETENTION,
                        Long.toString(properties.auditRetention().toSeconds()),
                KnownSettings.SESSION_LIFE,
                        Long.toString(properties.sessionLife().toMillis())));
    }

    /** What the surroundings say is checked here: a slip in them fails the start with a sentence. */
    @Bean
    SettingSources settingSources(KnownSettings known, SettingProperties properties, IdentityProperties identity) {
        SettingSources sources = new SettingSources(
                System.getenv(), systemProperties(), SettingsFile.read(properties.localFile(identity.dataDir())));
        List<String> problems = sources.problems(known.all());
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return sources;
    }

    private static Map<String, String> systemProperties() {
        Properties properties = System.getProperties();
        Map<String, String> copy = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> copy.put(name, properties.getProperty(name)));
        return copy;
    }

    @Bean
    SettingReadHandler settingReadHandler(
            KnownSettings known, SettingSources sources, SettingStore stored, DirectoryStore directories) {
        return new SettingReadHandler(known, sources, stored, directories);
    }

    /** Known before the port opens. */
    @Bean
    LiveSettings liveSettings(SettingReadHandler reading) {
        return LiveSettings.of(reading.steering()
                .toFuture()
                .orTimeout(START_PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join());
    }

    @Bean
    SettingsLoop settingsLoop(
            SettingReadHandler reading,
            LiveSettings live,
            ChangeStream changes,
            LoopRuntime runtime,
            Subscriptions subscriptions) {
        SettingsLoop loop = new SettingsLoop(reading, live, changes, runtime.scheduler());
        subscriptions.keep("settings", loop.run());
        return loop;
    }

    @Bean
    SettingHandler settingHandler(SettingReadHandler reading, SettingStore store, ChangeStore changes, Clock clock) {
        return new SettingHandler(SettingTypes.SETTING, reading, store, changes, clock);
    }

    @Bean
    SettingHandler activeSettingHandler(
            SettingReadHandler reading, SettingStore store, ChangeStore changes, Clock clock) {
        return new SettingHandler(SettingTypes.ACTIVE_SETTING, reading, store, changes, clock);
    }

    @Bean
    PasswordHandler.Passwords newPasswords(
            PasswordClient hashes, LiveSettings settings, MeterRegistry meters, SignInRecordHandler records) {
        return new PasswordHandler.Passwords(hashes, new PasswordRuleClient(settings, meters), records);
    }

    @Bean
    SettingController settingController(SettingsLoop settings) {
        return new SettingController(settings);
    }
}
