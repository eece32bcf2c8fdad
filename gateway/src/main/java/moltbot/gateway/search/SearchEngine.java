package moltbot.gateway.search;

import java.net.URI;
import java.util.List;
import moltbot.contract.ContractException;

/// A search engine. Safe for use by several threads.
public interface SearchEngine {
    /// One thing that was found, as the engine says it.
    record Hit(String title, String url, String text) {}

    /// What is found first; interrupt to give up.
    ///
    /// @throws ContractException  `no-search`, with a sentence that may be shown
    List<Hit> search(String query) throws InterruptedException;

    /// Where it is.
    URI place();

    /// What it is called.
    String name();
}
