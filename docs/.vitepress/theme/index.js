import { h } from 'vue'
import DefaultTheme from 'vitepress/theme'
import VersionChoice from './VersionChoice.vue'
import './style.css'

export default {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, null, {
      'nav-bar-title-after': () => h(VersionChoice),
      'nav-screen-content-before': () => h(VersionChoice),
    }),
}
