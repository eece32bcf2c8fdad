@NullMarked
package moltbot.runtime.tool;

import org.jspecify.annotations.NullMarked;
