@NullMarked
package moltbot.runtime.patience;

import org.jspecify.annotations.NullMarked;
