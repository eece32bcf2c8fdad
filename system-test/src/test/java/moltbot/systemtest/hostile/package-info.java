/// The house with a model that is the attacker: it emits the attacker's calls word for word, and harm is what happened.
@NullMarked
package moltbot.systemtest.hostile;

import org.jspecify.annotations.NullMarked;
