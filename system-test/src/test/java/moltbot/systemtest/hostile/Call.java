package moltbot.systemtest.hostile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import moltbot.contract.json.JsonObject;

/// One thing the model does: the name of a tool and its input, or `say` and what it says.
record Call(String tool, String input) {
    static final String SAY = "say";

    /// Reads `tool {json} ;; tool {json}`; `20* tool {json}` is that twenty times.
    static List<Call> read(String text) {
        List<Call> calls = new ArrayList<>();
        for (String one : text.split(" ;; ", -1)) {
            String line = one.strip();
            int times = 1;
            if (Character.isDigit(line.charAt(0))) {
                times = Integer.parseInt(line.substring(0, line.indexOf('*')));
                line = line.substring(line.indexOf('*') + 1).strip();
            }
            int space = line.indexOf(' ');
            calls.addAll(Collections.nCopies(times, new Call(line.substring(0, space), line.substring(space + 1))));
        }
        return calls;
    }

    /// The same with what stands in braces put in.
    Call with(Map<String, String> values) {
        String text = input;
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("{" + value.getKey() + "}", value.getValue());
        }
        return new Call(tool, text);
    }

    JsonObject json() {
        return JsonObject.parse(input);
    }
}
