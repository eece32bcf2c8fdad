@NullMarked
package moltbot.guardian.observe.panel;

import org.jspecify.annotations.NullMarked;
