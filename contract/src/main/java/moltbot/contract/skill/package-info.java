/// Skills: folders of instructions that the owner installed.
@NullMarked
package moltbot.contract.skill;

import org.jspecify.annotations.NullMarked;
