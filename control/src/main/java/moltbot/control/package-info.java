@NullMarked
package moltbot.control;

import org.jspecify.annotations.NullMarked;
