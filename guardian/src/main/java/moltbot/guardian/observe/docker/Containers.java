package moltbot.guardian.observe.docker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.guardian.fact.docker.Container;
import moltbot.guardian.fact.docker.Container.Mount;
import moltbot.guardian.fact.docker.Container.Port;
import moltbot.guardian.fact.docker.Container.Power;

/// Reads what the engine says of a container: its entry in the list, and, for ours, all of it.
final class Containers {
    private static final int MOST_OF_A_KIND = 200;
    private static final int SHORT_ID = 12;

    private Containers() {}

    static Container read(JsonObject listed, JsonObject inside, Container.Role role) {
        List<String> names = listed.listOr("Names", JsonArray.EMPTY).texts();
        JsonObject host = inside.objectOr("HostConfig", JsonObject.EMPTY);
        Map<String, JsonValue> networks = listed.objectOr("NetworkSettings", JsonObject.EMPTY)
                .objectOr("Networks", JsonObject.EMPTY)
                .fields();
        String id = listed.text("Id");
        return new Container(
                id,
                names.isEmpty()
                        ? id.substring(0, Math.min(id.length(), SHORT_ID))
                        : names.getFirst().replaceFirst("^/", ""),
                listed.textOr("Image", ""),
                role,
                ports(listed, host),
                mounts(listed, host),
                List.copyOf(networks.keySet()),
                addresses(networks),
                powers(host),
                labels(listed));
    }

    private static Map<String, String> labels(JsonObject listed) {
        Map<String, String> labels = new LinkedHashMap<>();
        listed.objectOr("Labels", JsonObject.EMPTY).fields().forEach((name, value) -> {
            if (name.startsWith("traefik.") && value instanceof JsonValue.Text text && labels.size() < MOST_OF_A_KIND) {
                labels.put(name, text.value());
            }
        });
        return labels;
    }

    private static List<String> addresses(Map<String, JsonValue> networks) {
        List<String> addresses = new ArrayList<>();
        for (JsonValue network : networks.values()) {
            String address = network instanceof JsonObject object ? object.textOr("IPAddress", "") : "";
            if (!address.isEmpty()) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    /// Of one that does not run yet the list has no ports, so what it asks for counts too.
    private static List<Port> ports(JsonObject listed, JsonObject host) {
        List<Port> ports = new ArrayList<>();
        for (JsonObject port : limited(listed.listOr("Ports", JsonArray.EMPTY).objects())) {
            if (port.has("PublicPort")) {
                ports.add(new Port(
                        port.textOr("IP", ""),
                        number(port.integer("PublicPort")),
                        number(port.integer("PrivatePort")),
                        port.textOr("Type", "tcp")));
            }
        }
        if (ports.isEmpty()) {
            JsonObject wanted = host.objectOr("PortBindings", JsonObject.EMPTY);
            wanted.fields().forEach((inside, bindings) -> {
                if (bindings instanceof JsonArray list && inside.matches("[0-9]{1,5}/[a-z]{2,5}")) {
                    for (JsonObject binding : list.objects()) {
                        ports.add(wanted(inside, binding));
                    }
                }
            });
        }
        return ports;
    }

    private static Port wanted(String inside, JsonObject binding) {
        int slash = inside.indexOf('/');
        String outside = binding.textOr("HostPort", "");
        return new Port(
                binding.textOr("HostIp", ""),
                outside.matches("[0-9]{1,5}") ? number(Integer.parseInt(outside)) : 0,
                number(Integer.parseInt(inside.substring(0, slash))),
                inside.substring(slash + 1));
    }

    private static int number(int port) {
        if (port < 0 || port > 0xffff) {
            throw ContractException.malformed("there is no port " + port);
        }
        return port;
    }

    private static List<Mount> mounts(JsonObject listed, JsonObject host) {
        List<Mount> mounts = new ArrayList<>();
        for (JsonObject mount : limited(listed.listOr("Mounts", JsonArray.EMPTY).objects())) {
            mounts.add(new Mount(
                    mount.textOr("Type", "bind"),
                    mount.textOr("Source", ""),
                    mount.textOr("Destination", ""),
                    mount.flagOr("RW", true)));
        }
        for (String bind : limited(host.listOr("Binds", JsonArray.EMPTY).texts())) {
            String[] parts = bind.split(":", 3);
            boolean known = mounts.stream()
                    .anyMatch(mount -> parts.length > 1 && mount.destination().equals(parts[1]));
            if (parts.length > 1 && parts[0].startsWith("/") && !known) {
                mounts.add(new Mount("bind", parts[0], parts[1], !bind.endsWith(":ro")));
            }
        }
        return mounts;
    }

    private static List<Power> powers(JsonObject host) {
        List<Power> powers = new ArrayList<>();
        if (host.flagOr("Privileged", false)) {
            powers.add(new Power(Power.Kind.PRIVILEGED, "privileged"));
        }
        ofHost(host, "NetworkMode", Power.Kind.HOST_NETWORK, powers);
        ofHost(host, "PidMode", Power.Kind.HOST_PROCESSES, powers);
        ofHost(host, "IpcMode", Power.Kind.HOST_IPC, powers);
        ofHost(host, "UTSMode", Power.Kind.HOST_NAMES, powers);
        ofHost(host, "UsernsMode", Power.Kind.HOST_USERS, powers);
        for (String capability : limited(host.listOr("CapAdd", JsonArray.EMPTY).texts())) {
            powers.add(new Power(
                    Power.Kind.CAPABILITY, capability.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "")));
        }
        for (String option : limited(host.listOr("SecurityOpt", JsonArray.EMPTY).texts())) {
            String plain = option.toLowerCase(Locale.ROOT).replace(':', '=');
            if (plain.endsWith("=unconfined") || plain.equals("label=disable")) {
                powers.add(new Power(Power.Kind.UNCONFINED, plain));
            }
        }
        for (JsonObject device : limited(host.listOr("Devices", JsonArray.EMPTY).objects())) {
            powers.add(new Power(Power.Kind.DEVICE, device.textOr("PathOnHost", "a device")));
        }
        for (JsonObject device :
                limited(host.listOr("DeviceRequests", JsonArray.EMPTY).objects())) {
            powers.add(new Power(Power.Kind.DEVICE, device.textOr("Driver", "a device")));
        }
        return powers;
    }

    private static void ofHost(JsonObject host, String field, Power.Kind kind, List<Power> powers) {
        if (host.textOr(field, "").equals("host")) {
            powers.add(new Power(kind, field + " host"));
        }
    }

    private static <T> List<T> limited(List<T> all) {
        return all.subList(0, Math.min(all.size(), MOST_OF_A_KIND));
    }
}
