/// What a model is shown of a conversation that is longer than its window.
@NullMarked
package moltbot.runtime.context;

import org.jspecify.annotations.NullMarked;
