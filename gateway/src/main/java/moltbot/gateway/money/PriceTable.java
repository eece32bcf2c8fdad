package moltbot.gateway.money;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What every model costs: the table of this version, and the owner's lines, which go before it. A model that stands in
/// neither costs as much as the dearest that does, unless the owner has a line for `*` or it is known to cost nothing.
public final class PriceTable {
    private static final String ANY = "*";
    private static final Pattern DATED = Pattern.compile("(.+)-(20[0-9]{6}|20[0-9]{2}-[0-9]{2}-[0-9]{2})");
    private static final Price FREE = new Price("local", 0, 0, 0, 0);

    private final String date;
    private final Map<String, Price> prices;
    private final Price unknown;

    private PriceTable(String date, Map<String, Price> prices, Price unknown) {
        this.date = date;
        this.prices = Map.copyOf(prices);
        this.unknown = unknown;
    }

    /// The table with the owner's lines before it.
    ///
    /// @param owners  the owner's lines, each as [Price#parse] reads it
    public static PriceTable with(List<String> owners) {
        Map<String, Price> prices = new LinkedHashMap<>();
        String date = "";
        Price dearest = FREE;
        for (String line : shipped()) {
            if (line.startsWith("# As of ")) {
                date = line.substring("# As of ".length());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                Price price = Price.parse(line);
                prices.put(price.model(), price);
                dearest = dearest.dearer(price);
            }
        }
        for (String line : owners) {
            Price price = Price.parse(line);
            prices.put(price.model(), price);
        }
        return new PriceTable(date, prices, prices.getOrDefault(ANY, dearest));
    }

    private static List<String> shipped() {
        try (InputStream in = PriceTable.class.getResourceAsStream("prices.txt")) {
            if (in == null) {
                throw new IllegalStateException("The table of prices is missing.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The day this version's table was looked up.
    public String date() {
        return date;
    }

    /// True for a model that has a line; a name that ends in a date is the model without it.
    boolean knows(String model) {
        return prices.containsKey(undated(model));
    }

    /// @param free  whether it costs nothing where no line says otherwise
    Price of(String model, boolean free) {
        Price known = prices.get(undated(model));
        if (known != null) {
            return known;
        }
        return free ? FREE : unknown;
    }

    private String undated(String model) {
        var dated = DATED.matcher(model);
        return !prices.containsKey(model) && dated.matches() ? dated.group(1) : model;
    }
}
