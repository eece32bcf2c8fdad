@NullMarked
package moltbot.runtime.browser;

import org.jspecify.annotations.NullMarked;
