/// The guard before panels of others: real programs, a real browser.
@NullMarked
package moltbot.systemtest.panel;

import org.jspecify.annotations.NullMarked;
