import { Component, type ReactNode } from "react";

interface Props {
  /** What is drawn. It is tried anew when `attempt` changes. */
  readonly children: ReactNode;
  readonly attempt: string;
  /** What stands in its place if drawing it fails. */
  readonly instead: () => ReactNode;
}

interface State {
  readonly attempt: string;
  readonly hasFailed: boolean;
}

/** Keeps what fails from taking the page with it. React knows such boundaries as classes only. */
export class Boundary extends Component<Props, State> {
  override state: State = { attempt: this.props.attempt, hasFailed: false };

  static getDerivedStateFromError(): Partial<State> {
    return { hasFailed: true };
  }

  static getDerivedStateFromProps({ attempt }: Props, state: State): State | null {
    return attempt === state.attempt ? null : { attempt, hasFailed: false };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.instead() : this.props.children;
  }
}
