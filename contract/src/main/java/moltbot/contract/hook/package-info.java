/// What other programs and services call the house with.
@NullMarked
package moltbot.contract.hook;

import org.jspecify.annotations.NullMarked;
