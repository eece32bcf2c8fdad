@NullMarked
package moltbot.control.panel;

import org.jspecify.annotations.NullMarked;
