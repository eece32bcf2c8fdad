/// How the house meets strangers who write in a messenger.
@NullMarked
package moltbot.guardian.fact.door;

import org.jspecify.annotations.NullMarked;
