package moltbot.cli.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import moltbot.cli.failure.CliException;
import moltbot.cli.failure.CliException.Code;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads `data/config/settings.yaml` (YAML 1.2): plain values and lists of texts, in at most one level of sections, and
/// the section `servers`, which has its own form.
///
/// @param values   as text by dotted name, in order
/// @param servers  the servers of tools
record SettingsFile(Map<String, String> values, List<ServerSetting> servers) {
    private static final int MAX_BYTES = 64 << 10;
    private static final String SERVERS = "servers";

    /// Empty where there is no file.
    static SettingsFile read(Path file) {
        if (!Files.exists(file)) {
            return new SettingsFile(Map.of(), List.of());
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw CliException.refused(
                        "The settings file " + file + " is larger than 64 KiB; nothing was started.");
            }
            LoadSettings strict = LoadSettings.builder()
                    .setAllowDuplicateKeys(false)
                    .setLabel(file.toString())
                    .build();
            Object document = new Load(strict).loadFromString(Files.readString(file));
            Map<String, String> values = new LinkedHashMap<>();
            List<ServerSetting> servers = List.of();
            if (document instanceof Map<?, ?> map) {
                Map<Object, Object> plain = new LinkedHashMap<>(map);
                if (plain.get(SERVERS) instanceof Map<?, ?> section) {
                    servers = ServerSetting.all(section);
                    plain.remove(SERVERS);
                }
                collect("", plain, values, file);
            } else if (document != null) {
                throw CliException.refused("The settings file " + file + " must be a list of 'name: value' lines.");
            }
            return new SettingsFile(values, servers);
        } catch (IOException e) {
            throw new CliException(Code.REFUSED, "The settings file " + file + " cannot be read.", e);
        } catch (YamlEngineException e) {
            throw new CliException(
                    Code.REFUSED,
                    "The settings file " + file + " is not well-formed YAML: " + told(e) + " Nothing was changed.",
                    e);
        }
    }

    /// Where it is wrong, and how, in a sentence.
    private static String told(YamlEngineException e) {
        String where = "";
        String how = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        if (e instanceof MarkedYamlEngineException marked) {
            where = marked.getProblemMark()
                    .map(mark -> "line " + (mark.getLine() + 1) + ": ")
                    .orElse("");
            how = marked.getProblem().lines().findFirst().orElse("");
        }
        boolean tab = how.contains("\\t");
        String plain = tab ? "a tab stands where there must be spaces" : how;
        return where + plain + (plain.endsWith(".") ? "" : ".");
    }

    /// One text of a list; with a comma in it, it would be two.
    private static boolean entry(Object value) {
        return value instanceof String text && !text.isBlank() && text.indexOf(',') < 0;
    }

    private static void collect(String section, Map<?, ?> map, Map<String, String> values, Path file) {
        map.forEach((key, value) -> {
            String name = section + key;
            switch (value) {
                case Map<?, ?> inner when section.isEmpty() -> collect(name + ".", inner, values, file);
                case String text -> values.put(name, text);
                case Integer number -> values.put(name, number.toString());
                case Boolean flag -> values.put(name, flag.toString());
                case List<?> list
                when Setting.isList(name) && list.stream().allMatch(SettingsFile::entry) ->
                    values.put(name, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
                case null, default ->
                    throw CliException.refused("The setting '" + name + "' in " + file + " has no plain value.");
            }
        });
    }
}
