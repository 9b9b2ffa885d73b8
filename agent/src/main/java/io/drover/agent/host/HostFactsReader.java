package io.drover.agent.host;

import io.drover.agent.engine.EngineInfo;
import io.drover.model.link.HostFacts;
import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts together what the server is told of this machine (spec: hosts and network, 1.9, 1.11). */
public final class HostFactsReader {
    private static final Pattern MAJOR_MINOR = Pattern.compile("(\\d+\\.\\d+).*");
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private HostFactsReader() {}

    /**
     * @param address what the operator said; null: the local address the server is reached from
     * @param labels what the operator said; they win over what is found
     * @param data the agent's folder, whose file system counts if the engine's is not visible from here
     */
    public static HostFacts read(
            EngineInfo engine, URI server, @Nullable String address, Map<String, String> labels, Path data) {
        Map<String, String> all = new HashMap<>();
        all.put("io.rancher.host.docker_version", majorMinor(engine.version()));
        all.put("io.rancher.host.linux_kernel_version", majorMinor(engine.kernelVersion()));
        all.put("io.rancher.host.os", "linux");
        if (Files.exists(Path.of("/dev/kvm"))) {
            all.put("io.rancher.host.kvm", "true");
        }
        all.putAll(labels);
        return new HostFacts(
                engine.id(),
                engine.hostname(),
                address == null ? localAddress(server) : address,
                engine.version(),
                engine.kernelVersion(),
                engine.operatingSystem(),
                engine.storageDriver(),
                engine.memoryBytes(),
                engine.cores() * 1000,
                localStorageMb(engine.rootFolder(), data),
                all);
    }

    static String majorMinor(String version) {
        Matcher matcher = MAJOR_MINOR.matcher(version);
        return matcher.matches() ? matcher.group(1) : version;
    }

    private static long localStorageMb(String root, Path data) {
        File engine = new File(root);
        long bytes = engine.isDirectory() ? engine.getTotalSpace() : 0;
        return (bytes > 0 ? bytes : data.toFile().getTotalSpace()) >> 20;
    }

    /** The address the kernel would send from; sends nothing. A loopback address is of no use to others. */
    private static String localAddress(URI server) {
        int port = server.getPort() > 0 ? server.getPort() : "https".equals(server.getScheme()) ? HTTPS : HTTP;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(server.getHost()), port));
            InetAddress local = socket.getLocalAddress();
            return local.isLoopbackAddress() ? firstOwnAddress(local) : local.getHostAddress();
        } catch (IOException e) {
            return firstOwnAddress(InetAddress.getLoopbackAddress());
        }
    }

    private static String firstOwnAddress(InetAddress otherwise) {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(HostFactsReader::isUplink)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Inet4Address.class::isInstance)
                    .filter(found -> !found.isLoopbackAddress() && !found.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse(otherwise.getHostAddress());
        } catch (IOException e) {
            return otherwise.getHostAddress();
        }
    }

    /** Not the bridges and pairs that engines make. */
    private static boolean isUplink(NetworkInterface candidate) {
        try {
            return candidate.isUp() && !candidate.getName().matches("(docker|br-|veth|virbr|cni).*");
        } catch (IOException e) {
            return false;
        }
    }
}
