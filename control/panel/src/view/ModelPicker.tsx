import { useState } from "preact/hooks";
import { sentence } from "../model/api";
import { chosenModel, spoken } from "../model/conversation";
import { chooseModel, models, refreshModels, type Model } from "../model/models";

/** Which model this conversation asks first; there is nothing to see where there is nothing to choose. */
export function ModelPicker() {
  const [problem, setProblem] = useState("");
  const all = models.value;
  if (all.length < 2) {
    return null;
  }
  const known = all.some((model) => model.name === chosenModel.value);
  const value = chosenModel.value === all[0]!.name || !known ? "" : chosenModel.value;
  const choose = async (name: string) => {
    setProblem("");
    try {
      await chooseModel(name);
      spoken.value = `From your next message on, ${name || "the usual model"} is asked first here.`;
    } catch (error) {
      setProblem(sentence(error));
    }
  };
  return (
    <label class={problem === "" ? "picker" : "picker wrong"} title={problem || HINT}>
      <span class="unseen">Model for this conversation</span>
      <select
        value={value}
        aria-invalid={problem !== ""}
        onFocus={() => void refreshModels().catch(() => undefined)}
        onChange={(event) => void choose(event.currentTarget.value)}
      >
        {all.map((model, index) => (
          <option key={model.name} value={index === 0 ? "" : model.name}>
            {label(model, index === 0)}
          </option>
        ))}
      </select>
      {problem !== "" && (
        <span class="unseen" role="alert">
          {problem}
        </span>
      )}
    </label>
  );
}

const HINT = "Which model this conversation asks first, from your next message on. Where it cannot answer, the others are asked in their order.";

function label({ name, demo, rests }: Model, usual: boolean): string {
  const short = name.slice(name.indexOf("/") + 1);
  const more = [usual ? "usual" : "", demo ? "scripted demo" : "", rests ? "failed lately" : ""].filter((word) => word !== "");
  return more.length === 0 ? short : `${short} (${more.join(", ")})`;
}
