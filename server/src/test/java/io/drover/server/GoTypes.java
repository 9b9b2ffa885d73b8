package io.drover.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The types that the Go client decodes fields into; a value of another kind makes it refuse the whole answer. Null fits
 * everywhere, and fields it does not know are passed over. Texts are not listed: what is not here must be a text.
 */
final class GoTypes {
    private static final Map<String, String> COMMON = Map.of(
            "id", "text",
            "links", "texts",
            "actions", "texts",
            "data", "map",
            "transitioningProgress", "int",
            "system", "bool",
            "startOnCreate", "bool",
            "labels", "map",
            "publicEndpoints", "list",
            "instanceIds", "textlist");

    private static final Map<String, Map<String, String>> TYPES = Map.of(
            "container",
            kinds(
                    "blkioWeight count cpuCount cpuPercent cpuPeriod cpuQuota cpuShares createIndex diskQuota exitCode",
                    "int",
                    "healthInterval healthRetries healthTimeout kernelMemory memory memoryReservation memorySwap",
                    "int",
                    "memorySwappiness milliCpuReservation oomScoreAdj pidsLimit shmSize startCount",
                    "int",
                    "capAdd capDrop command dataVolumes dataVolumesFrom devices dns dnsOpt dnsSearch entryPoint",
                    "textlist",
                    "expose extraHosts groupAdd healthCmd netAlias networkIds ports securityOpt serviceIds userPorts",
                    "textlist",
                    "blkioDeviceOptions dataVolumeMounts environment instanceLinks lxcConf storageOpt sysctls tmpfs",
                    "map",
                    "nativeContainer oomKillDisable privileged publishAllPorts readOnly stdinOpen tty",
                    "bool",
                    "build healthCheck logConfig restartPolicy",
                    "map",
                    "mounts secrets ulimits",
                    "list"),
            "service",
            kinds(
                    "createIndex currentScale scale",
                    "int",
                    "assignServiceIpAddress retainIp",
                    "bool",
                    "launchConfig lbConfig linkedServices metadata scalePolicy upgrade",
                    "map",
                    "secondaryLaunchConfigs",
                    "list"),
            "stack",
            kinds(
                    "environment outputs previousEnvironment templates",
                    "texts",
                    "answers binding",
                    "map",
                    "serviceIds",
                    "textlist"),
            "host",
            kinds("computeTotal localStorageMb memory milliCpu", "int", "info", "any", "engineEnv engineOpt", "map"),
            "project",
            kinds(
                    "hostRemoveDelaySeconds",
                    "int",
                    "allowSystemRole virtualMachine",
                    "bool",
                    "members",
                    "list",
                    "projectLinks",
                    "textlist",
                    "servicesPortRange",
                    "map"));

    private GoTypes() {}

    /** A sentence for each field that the client could not decode. */
    static List<String> problems(JsonNode resource) {
        Map<String, String> kinds = TYPES.getOrDefault(resource.path("type").asString(""), Map.of());
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : resource.properties()) {
            String kind = kinds.getOrDefault(field.getKey(), COMMON.get(field.getKey()));
            boolean isUnknownToGo = kind == null
                    && (field.getKey().endsWith("TS") || !field.getValue().isValueNode());
            if (!isUnknownToGo && !fits(kind == null ? "text" : kind, field.getValue())) {
                problems.add(resource.path("type").asString("") + "." + field.getKey() + " is no "
                        + (kind == null ? "text" : kind) + ": " + field.getValue());
            }
        }
        return problems;
    }

    private static boolean fits(String kind, JsonNode value) {
        if (value.isNull()) {
            return true;
        }
        return switch (kind) {
            case "int" -> value.isIntegralNumber();
            case "bool" -> value.isBoolean();
            case "text" -> value.isString();
            case "map" -> value.isObject();
            case "list" -> value.isArray();
            case "texts" -> value.isObject() && allTexts(value);
            case "textlist" -> value.isArray() && allTexts(value);
            default -> true;
        };
    }

    private static boolean allTexts(JsonNode values) {
        for (JsonNode value : values.values()) {
            if (!value.isString()) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> kinds(String... pairs) {
        Map<String, String> kinds = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            for (String name : pairs[i].split(" ")) {
                kinds.put(name, pairs[i + 1]);
            }
        }
        return kinds;
    }
}
