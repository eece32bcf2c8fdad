package moltbot.runtime.web;

import java.util.List;
import moltbot.contract.web.WebFetch;
import moltbot.contract.web.WebSearch;

/// Whoever can ask the web; in the house that is the gateway. Fails with [moltbot.contract.ContractException], whose
/// sentence may be shown.
public interface Web {
    /// A page as it came.
    ///
    /// @param url  where it was in the end
    /// @param cut  true where there is more of it
    record Page(int status, String url, String type, byte[] body, boolean cut) {}

    /// Something that was found.
    record Hit(String title, String url, String text) {}

    /// Gets a page.
    ///
    /// @param grant  control's sealed yes to exactly this
    Page fetch(WebFetch fetch, String grant);

    /// Searches.
    ///
    /// @param grant  control's sealed yes to exactly this
    List<Hit> search(WebSearch search, String grant);
}
