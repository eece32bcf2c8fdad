@NullMarked
package moltbot.runtime.store;

import org.jspecify.annotations.NullMarked;
