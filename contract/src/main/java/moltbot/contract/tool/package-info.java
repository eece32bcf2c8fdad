/// Tools by what they are for, in the words their owner chooses by.
@NullMarked
package moltbot.contract.tool;

import org.jspecify.annotations.NullMarked;
