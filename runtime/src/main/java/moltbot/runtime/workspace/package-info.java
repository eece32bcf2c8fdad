@NullMarked
package moltbot.runtime.workspace;

import org.jspecify.annotations.NullMarked;
