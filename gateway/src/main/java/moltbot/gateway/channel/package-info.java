/// Messengers: what the house needs of each, whichever it is. An adapter knows its messenger and nothing of who
/// may talk to the assistant; who may is asked of control before a word is passed on.
@NullMarked
package moltbot.gateway.channel;

import org.jspecify.annotations.NullMarked;
