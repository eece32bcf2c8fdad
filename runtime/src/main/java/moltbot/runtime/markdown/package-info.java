/// What a model writes, as a messenger can show it.
@NullMarked
package moltbot.runtime.markdown;

import org.jspecify.annotations.NullMarked;
