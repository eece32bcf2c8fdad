package moltbot.systemtest.owner;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The ways a page is looked at: on a desk by day and by night, and on a phone. A picture of each is kept under
/// `target/screenshots/owner`, for people to look at.
enum Look {
    LIGHT(1280, 800, ColorScheme.LIGHT),
    DARK(1280, 800, ColorScheme.DARK),
    PHONE(390, 844, ColorScheme.LIGHT);

    private final int width;
    private final int height;
    private final ColorScheme scheme;

    Look(int width, int height, ColorScheme scheme) {
        this.width = width;
        this.height = height;
        this.scheme = scheme;
    }

    /// Makes the page look so.
    void on(Page page) {
        page.setViewportSize(width, height);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    }

    /// Takes a picture in each look, and says in which of them the page is wider than its window.
    static List<String> pictures(Page page, String name) {
        List<String> tooWide = new ArrayList<>();
        for (Look look : values()) {
            look.on(page);
            String file = name + "-" + look.name().toLowerCase(java.util.Locale.ROOT);
            page.screenshot(new Page.ScreenshotOptions()
                    .setAnimations(ScreenshotAnimations.DISABLED)
                    .setPath(Path.of("target", "screenshots", "owner", file + ".png")));
            Object left = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (((Number) left).intValue() > 0) {
                tooWide.add(file);
            }
        }
        LIGHT.on(page);
        return tooWide;
    }
}
