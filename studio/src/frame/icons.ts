import {
  Building20Regular,
  ChatMultiple20Regular,
  DataUsage20Regular,
  Gauge20Regular,
  History20Regular,
  Home20Regular,
  Key20Regular,
  Library20Regular,
  PeopleTeam20Regular,
  Folder20Regular,
  Server20Regular,
  TextBulletListSquare20Regular,
  Wallet20Regular,
} from "@fluentui/react-icons";

export const Icons = {
  home: Home20Regular,
  models: Library20Regular,
  playground: ChatMultiple20Regular,
  targets: Server20Regular,
  calls: TextBulletListSquare20Regular,
  usage: DataUsage20Regular,
  budgets: Wallet20Regular,
  limits: Gauge20Regular,
  keys: Key20Regular,
  teams: PeopleTeam20Regular,
  projects: Folder20Regular,
  costCenters: Building20Regular,
  audit: History20Regular,
} as const;

export type IconName = keyof typeof Icons;
