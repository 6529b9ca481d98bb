// When a page throws: what happened, that nothing is lost, and the details to copy, without anything a person wrote
// (a message may quote a text, so what stands in quotation marks is left out).

import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { say } from '#web/ui/toast.tsx';
import { word } from '#web/ui/words.ts';

/** The fault in words that hold nothing private: name, message without quotations, places in the code. */
export const faultDetails = (error: unknown, where = ''): string => {
  const fault = error instanceof Error ? error : new Error(String(error));
  const message = fault.message.replace(/(["'“«`]).*?(["'”»`]|$)/gs, '…').slice(0, 300);
  const places = (fault.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at |@/.test(line))
    .slice(0, 12);
  return [`${fault.name}: ${message}`, ...places, ...where.split('\n').slice(0, 8), navigator.userAgent, location.pathname.replace(/\/[0-9a-z]{26}\b/g, '/…')]
    .filter((line) => line.trim() !== '')
    .join('\n');
};

interface State {
  readonly details: string | null;
  readonly at: string;
}

interface UnbrokenProps {
  readonly children: ReactNode;
  /** The address: going elsewhere tries again. A page that works keeps its state as the address changes. */
  readonly at: string;
}

export class Unbroken extends Component<UnbrokenProps, State> {
  override state: State = { details: null, at: this.props.at };

  static getDerivedStateFromProps({ at }: UnbrokenProps, state: State): State | null {
    return at === state.at ? null : { details: null, at };
  }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { details: faultDetails(error) };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    this.setState({ details: faultDetails(error, info.componentStack ?? '') });
  }

  override render(): ReactNode {
    const { details } = this.state;
    if (details === null) return this.props.children;
    return (
      <Sheet>
        <Row note="" wide stack>
          <h1>{word('broken.title')}</h1>
          <p>{word('broken.about')}</p>
          <div className="cluster">
            <Button look="go" icon="reload" onPress={() => location.reload()}>
              {word('broken.again')}
            </Button>
            <Button icon="copy" onPress={() => void navigator.clipboard.writeText(details).then(() => say(() => word('broken.copied')))}>
              {word('broken.copy')}
            </Button>
          </div>
          <details>
            <summary>{word('broken.details')}</summary>
            <pre className="exact" dir="ltr">
              {details}
            </pre>
          </details>
        </Row>
      </Sheet>
    );
  }
}
