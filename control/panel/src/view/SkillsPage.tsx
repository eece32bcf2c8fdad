import { refreshSkills, skills, type Skill } from "../model/skills";
import { Part } from "./Security";
import { Sheet } from "./Sheet";

/** What the owner pinned on the host; here it is only shown. */
export function SkillsPage() {
  return (
    <Sheet page="skills" title="Skills" kind="kept" load={refreshSkills}>
      {skills.value === null ? <p class="faint">Asking…</p> : <Sections all={skills.value.skills} left={skills.value.left} />}
    </Sheet>
  );
}

function Sections({ all, left }: { all: Skill[]; left: string[] }) {
  return (
    <>
      <Part
        title="Pinned"
        about="Folders of instructions that the assistant follows as if you had written them, for as long as they are exactly what you pinned. Each bounds what a turn may use; none gives a right to anything."
      >
        {all.length === 0 ? (
          <p class="faint">None yet.</p>
        ) : (
          <ul class="rows entries">
            {all.map((one) => (
              <One key={one.name} one={one} />
            ))}
          </ul>
        )}
        {left.length > 0 && (
          <p class="hint">
            {left.join(", ")}: used until the next start of the house, and pinned no more.
          </p>
        )}
      </Part>
      <Part
        title="Add or remove"
        about="Only on the host, in a terminal: whoever gets into this page must not be able to give the assistant instructions."
      >
        <pre class="command">
          <code>
            ./moltbot skill add FOLDER{"\n"}
            ./moltbot skill remove NAME
          </code>
        </pre>
        <p class="hint">It shows what is in the folder and what it may use, pins it as it is now, and counts from the next start of the house.</p>
      </Part>
    </>
  );
}

function One({ one }: { one: Skill }) {
  return (
    <li>
      <div class="grow">
        <span class="who">{one.name}</span>
        <State one={one} />
        <p class="words">{one.description}</p>
        {one.problem && <p class="problem">Not used from the next start on: {one.problem}</p>}
        <dl class="told">
          <div>
            <dt>May use at most</dt>
            <dd class="tools">
              {one.tools.map((tool) => (
                <code key={tool}>{tool}</code>
              ))}
            </dd>
          </div>
          <div>
            <dt>Folder</dt>
            <dd>
              <code>{one.folder}</code>
            </dd>
          </div>
          <div>
            <dt>Pinned as</dt>
            <dd>
              <code class="digest">{one.digest}</code>
            </dd>
          </div>
        </dl>
      </div>
    </li>
  );
}

function State({ one }: { one: Skill }) {
  if (one.problem !== "") {
    return <em class="bad">changed</em>;
  }
  return one.used ? <em>in use, as pinned</em> : <em class="wait">from the next start on</em>;
}
