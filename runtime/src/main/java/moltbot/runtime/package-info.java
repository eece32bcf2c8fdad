@NullMarked
package moltbot.runtime;

import org.jspecify.annotations.NullMarked;
