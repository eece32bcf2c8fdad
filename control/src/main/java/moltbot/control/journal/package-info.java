@NullMarked
package moltbot.control.journal;

import org.jspecify.annotations.NullMarked;
